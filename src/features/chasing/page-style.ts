// cspell:ignore color

/** The style of the pages behind links: as GOV.UK has it, readable on a phone, with the focus clearly seen. */
export const pageStyle = `
* { box-sizing: border-box }
body { margin: 0; background: #fff; color: #0b0c0c; font: 1.1875rem/1.4 Arial, Helvetica, sans-serif }
header, main, footer { max-width: 40rem; margin: 0 auto; padding: 0.75rem 1rem }
header { font-weight: bold; border-bottom: 4px solid #1d70b8 }
footer { border-top: 1px solid #b1b4b6; margin-top: 2rem; color: #484949 }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 }
h2 { font-size: 1.25rem; margin: 1.5rem 0 0.5rem }
p, ul { margin: 0 0 1rem }
h1, h2, p, li, legend { overflow-wrap: anywhere }
fieldset { border: 0; margin: 0 0 2rem; padding: 0; min-width: 0 }
legend { font-size: 1.25rem; font-weight: bold; padding: 0; margin-bottom: 0.25rem }
.hint { color: #484949 }
.choice { display: flex; align-items: flex-start; min-height: 44px; padding: 6px 0 }
.choice input { width: 28px; height: 28px; margin: 0 12px 0 4px; flex: none; accent-color: #0b0c0c }
.more { margin: 0 0 0.5rem 14px; padding: 0 0 0.5rem 28px; border-left: 4px solid #b1b4b6 }
.more label { display: block; margin-bottom: 4px }
input[type='text'] { font: inherit; width: 5rem; height: 44px; padding: 4px 8px; border: 2px solid #0b0c0c }
button { font: inherit; min-height: 44px; padding: 8px 16px; border: 0; background: #00703c; color: #fff; font-weight: bold; cursor: pointer }
button:hover { background: #005a30 }
a { color: #1a65a6 }
a:focus, button:focus, input:focus, [tabindex]:focus { outline: 3px solid #fd0; outline-offset: 0; box-shadow: 0 0 0 5px #0b0c0c }
.errors { border: 5px solid #ca3535; padding: 1rem; margin: 1.5rem 0 }
.errors h2 { margin-top: 0 }
.errors a { color: #942727; font-weight: bold }
.wrong { border-left: 5px solid #ca3535; padding-left: 1rem }
.error { color: #942727; font-weight: bold; margin-bottom: 0.5rem }
.done { border-left: 10px solid #00703c; padding: 0.5rem 1rem; margin: 1.5rem 0 }
.note { border-left: 10px solid #b1b4b6; padding: 0.25rem 1rem; margin: 1.5rem 0 }
`;
