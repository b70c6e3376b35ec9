// The chart library; its style sheet is uplot.css beside this file.
export { default } from "uplot";
