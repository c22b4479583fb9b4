/** The id of the field that takes what is typed before its own field is there. */
export const TYPE_AHEAD_ID = 'type-ahead'

/** Keys pressed before the page's code came. `row`: the conversation that had the focus. */
export type EarlyKey = { key: string; row: number | null }
declare global {
  interface Window {
    parleyEarlyKeys?: { keys: EarlyKey[]; open: number | null; stop: () => void }
  }
}

/**
 * A script for the page's HTML, to be run before its code is there: a key that begins to write puts the focus into the
 * type-ahead field, the moves before it are remembered, and a pressed row is opened by us rather than by loading anew.
 * `writing`: the keys that open a field; `moving`: those that move in the list.
 */
export const earlyKeysScript = (writing: readonly string[], moving: readonly string[]): string => `(()=>{
const W=${JSON.stringify(writing)},M=${JSON.stringify(moving)},E={keys:[],open:null,stop(){removeEventListener('keydown',k,true);removeEventListener('click',c,true)}};
window.parleyEarlyKeys=E;
let G=-1e9;
const row=n=>{const r=n&&n.closest&&n.closest('[data-row]');return r?Number(r.dataset.row):null};
const key=e=>e.getModifierState('CapsLock')&&!e.shiftKey&&e.key.length===1?e.key.toLowerCase():e.key;
function k(e){
const f=document.getElementById('${TYPE_AHEAD_ID}'),a=document.activeElement,x=key(e);
if(!f)return;
if(a===f){if(e.key==='Escape'&&!e.isComposing&&e.keyCode!==229){f.value='';f.blur();E.keys=[]}return}
if(e.ctrlKey||e.metaKey||e.altKey||e.isComposing||e.keyCode===229||e.getModifierState('AltGraph'))return;
if(a&&a.closest('input,textarea,select,[contenteditable=true]'))return;
if(x==='g'){G=e.timeStamp;return}
if(e.timeStamp-G<1500){G=-1e9;return}
if(W.includes(x)){e.preventDefault();E.keys.push({key:x,row:row(a)});f.focus({preventScroll:true})}
else if(M.includes(x)&&E.keys.length<50)E.keys.push({key:x,row:row(a)})
}
function c(e){
if(e.button||e.ctrlKey||e.metaKey||e.altKey||e.shiftKey)return;
const id=row(e.target);
if(id){e.preventDefault();E.open=id}
}
addEventListener('keydown',k,true);addEventListener('click',c,true)
})()`
