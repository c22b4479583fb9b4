/** Keys, signs that become looks while one writes, and undoing. */
import { baseKeymap, chainCommands, exitCode, toggleMark } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list'
import type { Command, Plugin } from 'prosemirror-state'
import { commands } from './commands'
import { schema } from './schema'

const { list_item, bullet_list, ordered_list, blockquote, code_block, hard_break } = schema.nodes

const breakLine: Command = chainCommands(exitCode, (state, dispatch) => {
  if (hard_break) dispatch?.(state.tr.replaceSelectionWith(hard_break.create()).scrollIntoView())
  return true
})

/** `onLink` opens what asks for a link's address. */
export function plugins(onLink: () => void): Plugin[] {
  // Both leave the editor: sending and stepping out are the composer's.
  const { 'Mod-Enter': _, Escape: __, ...base } = baseKeymap
  return [
    inputRules({
      rules: [
        wrappingInputRule(/^\s*([-*•])\s$/, bullet_list!),
        wrappingInputRule(
          /^(\d{1,3})[.)]\s$/,
          ordered_list!,
          (m) => ({ start: Number(m[1]) }),
          (m, node) => node.childCount + Number(node.attrs.start) === Number(m[1]),
        ),
        wrappingInputRule(/^\s*>\s$/, blockquote!),
        textblockTypeInputRule(/^```$/, code_block!),
      ],
    }),
    keymap({
      'Mod-b': commands.strong,
      'Mod-i': commands.em,
      'Mod-Shift-x': commands.strike,
      'Mod-Shift-7': commands.ordered_list,
      'Mod-Shift-8': commands.bullet_list,
      'Mod-Shift-9': commands.blockquote,
      'Mod-k': (state, dispatch) => {
        if (schema.marks.link && !toggleMark(schema.marks.link)(state)) return false
        if (dispatch) onLink()
        return true
      },
      'Mod-z': undo,
      'Mod-y': redo,
      'Shift-Mod-z': redo,
      Backspace: undoInputRule,
      Enter: splitListItem(list_item!),
      'Shift-Enter': breakLine,
      Tab: sinkListItem(list_item!),
      'Shift-Tab': liftListItem(list_item!),
    }),
    keymap(base),
    history(),
  ]
}
