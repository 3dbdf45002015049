import { crc32, deflateRawSync } from 'node:zlib';

type ZipMember = {
  readonly name: string;
  readonly content: Uint8Array;
  /** `streamed`: stored, by a program that learned how long it is too late for its header. */
  readonly how?: 'deflated' | 'stored' | 'streamed' | 'encrypted';
};

/** A ZIP as programs write it (APPNOTE.TXT 4.3): each member behind its header, and the directory. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, how = 'deflated' } of members) {
    const isStored = how === 'stored' || how === 'streamed';
    const data = isStored ? Buffer.from(content) : deflateRawSync(content);
    // What is encrypted looks like chance.
    const bytes = how === 'encrypted' ? Buffer.from(data.map((byte, i) => byte ^ ((i * 151 + 89) % 256))) : data;
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(how === 'encrypted' ? 1 : how === 'streamed' ? 8 : 0, 2);
    head.writeUInt16LE(isStored ? 0 : 8, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const first = Buffer.from(head);
    if (how === 'streamed') first.fill(0, 10, 22);
    const behind = how === 'streamed' ? [Buffer.from('PK\x07\x08'), head.subarray(10, 22)] : [];
    const member = Buffer.concat([Buffer.from('PK\x03\x04'), first, Buffer.from(name), bytes, ...behind]);
    pieces.push(member);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), head, place, Buffer.from(name));
    at += member.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...pieces, ...directory, Buffer.from('PK\x05\x06'), end]);
}
