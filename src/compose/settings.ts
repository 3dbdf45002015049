import type { Config } from '../config.ts';
import type { LinkPurpose } from '../conversation/line.ts';
import type { DeskSettings } from '../desk/parts.ts';

/** The desk's part of the configuration. */
export function deskSettings(
  config: Config,
  channels: Pick<DeskSettings, 'bot' | 'withoutMail' | 'operatorChat'>,
): DeskSettings {
  return {
    agency: config.agency,
    timeZone: config.timeZone,
    officeHours: config.officeHours,
    officeClosed: config.officeClosed,
    language: config.language,
    windowDays: config.renewalWindowDays,
    fourEyes: config.fourEyes,
    issuer: config.issuer,
    emailChangeDelayHours: config.emailChangeDelayHours,
    revokeDelayHours: config.revokeDelayHours,
    noticeDailyCap: config.noticeDailyCap,
    reminderDays: config.reminderDays,
    ...channels,
  };
}

/** The settings that are recorded with a renewal: those of the desk but its calendar, and none of them secret. */
export const inForce = ({ agency, operatorChat: _, officeClosed: __, ...settings }: DeskSettings) => ({
  ...settings,
  agency: agency.name,
});

/** Where a personal link leads: into a chat, to the personal page, or to a confirmation. */
export function linkUrl(publicUrl: string, bot: string | undefined, purpose: LinkPurpose, token: string): string {
  if (purpose === 'telegram') return `https://t.me/${bot ?? ''}?start=${token}`;
  return `${publicUrl}/${purpose === 'page' ? 'p' : 'c'}/${token}`;
}
