import type { Core } from '../core.ts';
import type { MessageRecord, PersonRecord } from '../state.ts';

/** What a conversation in words has no use for, and people send all the same. */
export type Oddities = {
  sendSticker(): number;
  sendVoice(): number;
  sendVideo(): number;
  /** A live location, which moves without another word. */
  sendLocation(): number;
  /** Shares a contact card: his own, or that of somebody else. */
  sendContact(card?: { readonly phone: string; readonly of?: number }): number;
};
type Say = (said: Pick<MessageRecord, 'kind' | 'extra'>) => number;

export function createOddities(core: Core, record: PersonRecord, say: Say): Oddities {
  function odd(kind: MessageRecord['kind'], content: unknown): number {
    return say({ kind, extra: { [kind]: content } });
  }

  function media(name: string, folder: string, extra: Record<string, unknown>) {
    const file = core.keep(name, 'application/octet-stream', Buffer.from(name), folder);
    return { file_id: file.id, file_unique_id: file.unique, file_size: file.size, ...extra };
  }

  return {
    sendSticker: () =>
      odd(
        'sticker',
        media('sticker.webp', 'stickers', {
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
        }),
      ),
    sendVoice: () => odd('voice', media('voice.oga', 'voice', { duration: 3, mime_type: 'audio/ogg' })),
    sendVideo: () => odd('video', media('video.mp4', 'videos', { width: 640, height: 360, duration: 3 })),
    sendLocation: () => odd('location', { latitude: -3.316694, longitude: 114.590111, live_period: 900 }),
    sendContact: ({ phone, of } = { phone: '+628110000000' }) =>
      odd('contact', {
        phone_number: phone,
        first_name: of === record.id ? record.firstName : 'Seseorang',
        ...(of === undefined ? {} : { user_id: of }),
      }),
  };
}
