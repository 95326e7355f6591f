/** Where the choice is kept; absent means "as the system". */
export const THEME_KEY = 'assay-theme';

/** Sets the theme before the first paint, so that a dark page never flashes white. */
export const THEME_SCRIPT = `(()=>{let t=null;try{t=localStorage.getItem('${THEME_KEY}')}catch{}
document.documentElement.dataset.theme=t==='light'||t==='dark'?t:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'})()`;
