import { crc32, deflateRawSync } from 'node:zlib';

type ZipMember = {
  readonly name: string;
  readonly content: Uint8Array;
  readonly how?: 'deflated' | 'stored' | 'encrypted';
};

/** A ZIP as programs write it (APPNOTE.TXT 4.3): each member behind its header, and the directory. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, how = 'deflated' } of members) {
    const data = how === 'stored' ? Buffer.from(content) : deflateRawSync(content);
    // What is encrypted looks like chance.
    const bytes = how === 'encrypted' ? Buffer.from(data.map((byte, i) => byte ^ ((i * 151 + 89) % 256))) : data;
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(how === 'encrypted' ? 1 : 0, 2);
    head.writeUInt16LE(how === 'stored' ? 0 : 8, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    pieces.push(Buffer.from('PK\x03\x04'), head, Buffer.from(name), bytes);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), head, place, Buffer.from(name));
    at += 4 + head.length + Buffer.byteLength(name) + bytes.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...pieces, ...directory, Buffer.from('PK\x05\x06'), end]);
}
