/** What the chat shows before anybody wrote. */
import { isTeamHere } from '@/lib/realtime/hub'
import { workspaceName } from '@/lib/domain/workspaces/name'
import type { Site } from './door'

export type WidgetConfig = {
  /** Whose chat this is. */
  name: string
  /** '' for the widget's own words. */
  greeting: string
  /** `#rrggbb`. */
  color: string
  /** Somebody of the team has the inbox open. */
  online: boolean
}

export async function widgetConfig(site: Site): Promise<WidgetConfig> {
  const { greeting, color } = site.webchat
  return { name: await workspaceName(site.workspaceId), greeting, color, online: isTeamHere(site.workspaceId) }
}
