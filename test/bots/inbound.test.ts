import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inboundOf } from '../../bots/inbound.ts';

const bot = { id: 700100200, username: 'perbarui_bot' };
const now = new Date('2027-01-15T03:00:00Z');
const from = { id: 42, is_bot: false, first_name: 'Budi', last_name: 'Santoso', language_code: 'id-ID' };
const chat = { id: 42, type: 'private', first_name: 'Budi' };
const message = (content: object) => ({
  update_id: 9,
  message: { message_id: 5, date: 1_800_000_000, chat, from, ...content },
});
const read = (update: unknown) => inboundOf(update, bot, now);

describe('a message', () => {
  it('keeps who, when, what, and its raw bytes', () => {
    const update = message({ text: 'sudah sesuai', reply_to_message: { message_id: 4, date: 1, chat } });
    expect(read(update)).toEqual({
      channel: 'telegram',
      source: 'tg:700100200',
      externalId: '9',
      raw: new TextEncoder().encode(JSON.stringify(update)),
      contact: { channel: 'telegram', value: '42' },
      name: 'Budi Santoso',
      language: 'id',
      at: new Date(1_800_000_000_000),
      text: 'sudah sesuai',
      wholeText: 'sudah sesuai',
      messageId: '5',
      answers: ['4'],
      files: [],
    });
  });

  it.each([
    ['/start tok-EN_1', { start: 'tok-EN_1', text: 'start' }],
    ['/start', { text: 'start' }],
    ['/start tidak sah!', { text: 'start' }],
    ['/status@Perbarui_Bot', { text: 'status' }],
    ['/status@other_bot', { text: '/status@other_bot' }],
    ['/bantuan tentang surat', { text: 'bantuan tentang surat' }],
    ['golongan III/a /b', { text: 'golongan III/a /b' }],
  ])('takes a command as a word: %s', (text, expected) => {
    const inbound = read(message({ text }));
    expect(inbound).toMatchObject({ wholeText: text, ...expected });
    expect(inbound?.start).toBe('start' in expected ? expected.start : undefined);
  });

  it('carries a document by its id, with the name and type that the sender claims', () => {
    const document = {
      file_id: 'BQ1',
      file_unique_id: 'u',
      file_name: 'surat.pdf',
      mime_type: 'application/pdf',
      file_size: 99,
    };
    expect(read(message({ document, caption: 'ini suratnya', media_group_id: '1' }))).toMatchObject({
      text: 'ini suratnya',
      files: [{ name: 'surat.pdf', type: 'application/pdf', size: 99, remote: 'BQ1' }],
    });
    expect(read(message({ document: { file_id: 'BQ1' } }))?.files).toEqual([
      { name: 'file', type: 'application/octet-stream', size: 0, remote: 'BQ1' },
    ]);
  });

  it.each([
    ['sticker', 'sticker'],
    ['voice', 'voice'],
    ['audio', 'voice'],
    ['photo', 'photo'],
    ['video', 'video'],
    ['video_note', 'video'],
    ['location', 'location'],
    ['contact', 'contact'],
    ['poll', 'other'],
    ['something_of_next_year', 'other'],
  ])('says what it cannot read: %s', (kind, odd) => {
    expect(read(message({ [kind]: {} }))).toMatchObject({ odd, files: [] });
  });

  it('takes an animation for a video although it is sent as a document too', () => {
    expect(read(message({ animation: {}, document: { file_id: 'BQ1' } }))).toMatchObject({ odd: 'video', files: [] });
  });

  it('that Telegram wrote about the chat is nobody’s', () => {
    expect(read(message({ pinned_message: {} }))).toBeUndefined();
    expect(read(message({ new_chat_members: [from] }))).toBeUndefined();
  });

  it('of a group is marked', () => {
    expect(read(message({ text: 'halo', chat: { id: -7, type: 'supergroup', title: 'Operator' } }))).toMatchObject({
      group: true,
      contact: { value: '-7' },
    });
  });

  it('holds no NUL and no half characters', () => {
    expect(read(message({ text: 'a\u0000b\ud800' }))).toMatchObject({ text: 'ab\ufffd', wholeText: 'ab\ufffd' });
  });

  it('that was edited is marked and brings no files again', () => {
    const { message: content } = message({ text: 'jabatan: Kepala Seksi' });
    expect(read({ update_id: 10, edited_message: { ...content, edit_date: 1 } })).toMatchObject({
      odd: 'edited',
      text: 'jabatan: Kepala Seksi',
      files: [],
    });
    expect(read({ update_id: 10, edited_message: { ...content, text: '/start tok-EN_1' } })).not.toHaveProperty(
      'start',
    );
  });

  it('that only moves, as a live location does, is nobody’s', () => {
    const { message: content } = message({ location: { latitude: 1, longitude: 2, live_period: 900 } });
    expect(read({ update_id: 10, edited_message: { ...content, edit_date: 1 } })).toBeUndefined();
  });

  it.each([
    ['forward_origin', { type: 'hidden_user', sender_user_name: 'Seseorang', date: 1 }],
    ['forward_date', 1],
  ])('that was passed on is marked, and a link in it is not followed: %s', (field, value) => {
    const inbound = read(message({ text: '/start tok-EN_1', [field]: value }));
    expect(inbound).toMatchObject({ forwarded: true, text: 'start' });
    expect(inbound).not.toHaveProperty('start');
    expect(read(message({ text: 'halo' }))).not.toHaveProperty('forwarded');
  });

  it('knows the album it belongs to', () => {
    expect(read(message({ document: { file_id: 'BQ1' }, media_group_id: '77' }))).toMatchObject({ album: '77' });
    expect(read(message({ text: 'halo' }))).not.toHaveProperty('album');
  });
});

describe('a contact card', () => {
  const card = (contact: object, more: object = {}) =>
    read(message({ contact: { first_name: 'Budi', ...contact }, ...more }));

  it('of the sender himself says his number, as if he had written it', () => {
    const own = card({ phone_number: '62811 000-0000', user_id: 42 });
    expect(own).toMatchObject({ text: 'telepon +628110000000', files: [] });
    expect(own).not.toHaveProperty('odd');
  });

  it.each([
    ['of somebody else', { phone_number: '+628110000000', user_id: 43 }, {}],
    ['whose owner Telegram does not know', { phone_number: '+628110000000' }, {}],
    ['that was passed on', { phone_number: '+628110000000', user_id: 42 }, { forward_date: 1 }],
    ['without digits', { phone_number: 'x', user_id: 42 }, {}],
    ['that cannot be read', { phone_number: 5, user_id: 42 }, {}],
    ['of nobody, sent by nobody', { phone_number: '+628110000000' }, { from: undefined }],
  ])('%s says nothing about him', (_name, contact, more) => {
    expect(card(contact, more)).toMatchObject({ odd: 'contact', text: '' });
  });
});

describe('a pressed button', () => {
  const pressed = (content: object) =>
    read({ update_id: 11, callback_query: { id: 'cb1', from, chat_instance: '1', data: 'row-17', ...content } });

  it('names the choice, what it answers, and whom to answer', () => {
    expect(pressed({ message: { message_id: 8, date: 1, chat } })).toMatchObject({
      choice: 'row-17',
      callback: 'cb1',
      answers: ['8'],
      contact: { value: '42' },
      at: now,
      text: '',
    });
  });

  it('counts although its message is inaccessible or gone', () => {
    expect(pressed({ message: { message_id: 8, date: 0, chat } })).toMatchObject({ answers: ['8'] });
    expect(pressed({})).toMatchObject({ answers: [], contact: { value: '42' }, choice: 'row-17' });
  });
});

describe('a change of membership', () => {
  const change = (status: string, where: object = chat) =>
    read({
      update_id: 12,
      my_chat_member: {
        chat: where,
        from,
        date: 1,
        old_chat_member: { status: 'member' },
        new_chat_member: { status },
      },
    });

  it('says that the person blocked the bot, and that he is back', () => {
    expect(change('kicked')).toMatchObject({ gone: true, contact: { value: '42' } });
    expect(change('kicked')).not.toHaveProperty('back');
    expect(change('member')).toMatchObject({ back: true, contact: { value: '42' }, text: '' });
    expect(change('member')).not.toHaveProperty('gone');
  });

  it('says that the bot came into a group, or left it', () => {
    const group = { id: -7, type: 'group', title: 'Operator' };
    expect(change('member', group)).toMatchObject({ group: true });
    expect(change('member', group)).not.toHaveProperty('gone');
    expect(change('member', group)).not.toHaveProperty('back');
    expect(change('left', group)).toMatchObject({ group: true, gone: true });
  });
});

describe('what cannot be understood is not lost', () => {
  it('goes to the chat where one is known', () => {
    expect(read(message({ text: 5 }))).toMatchObject({
      externalId: '9',
      contact: { value: '42' },
      fault: expect.any(String),
      text: '',
    });
    expect(read(message({ text: 5 }))).not.toHaveProperty('automatic');
  });

  it('is one of a moment that nothing could store, which would hold up all behind it', () => {
    const odd = read({ update_id: 9, message: { message_id: 5, date: 1e18, chat, from, text: 'halo' } });
    expect(odd).toMatchObject({ at: now, contact: { value: '42' }, fault: expect.any(String) });
  });

  it('is recorded and answered to nobody where none is', () => {
    expect(read({ update_id: 9, message: 'x' })).toMatchObject({
      externalId: '9',
      contact: { value: '0' },
      fault: expect.any(String),
      automatic: { kind: 'own' },
    });
  });

  it('is nothing of ours where it was not asked for, or is no update', () => {
    expect(read({ update_id: 9, inline_query: {} })).toBeUndefined();
    for (const rubbish of [undefined, null, 5, 'x', [], {}, { update_id: 'x' }]) expect(read(rubbish)).toBeUndefined();
  });

  it('never throws, and never drops a message that has an id', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        chat: fc.anything(),
        from: fc.anything(),
        date: fc.anything(),
        text: fc.anything(),
        message_id: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom('message', 'edited_message', 'callback_query'),
        anything,
        (update_id, kind, content) => {
          const update: unknown = JSON.parse(
            JSON.stringify({ update_id, [kind]: content }, (_, value) =>
              typeof value === 'bigint' ? String(value) : value,
            ),
          );
          const dropped = read(update) === undefined;
          expect(dropped).toBe(!Object.hasOwn(update as object, kind));
        },
      ),
    );
  });
});
