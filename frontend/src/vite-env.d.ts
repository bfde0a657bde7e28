declare module "@coderline/alphatab/soundfont/*" {
  const url: string;
  export default url;
}
