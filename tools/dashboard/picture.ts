import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { parseConfiguration } from '../../lib/configuration/configuration';
import { ImagebuilderWorkflowLakeStack } from '../../lib/stack';
import { parseDashboard, type Widget } from './body';
import { drawGraph } from './graph';
import { SPEAKING } from './sample';
import { box, type Rectangle, text, widthOf } from './svg';

const COLUMN = 58;
const ROW = 50;
const COLUMNS = 24;
const MARGIN = 4;
const PADDING = 12;
const STACK = 'ImagebuilderWorkflowLake';

/** docs/pictures/dashboard.svg: the dashboard of the stack with sample data. CloudWatch draws it a little differently. */
export const dashboardPicture = (): string => {
  const widgets = parseDashboard(bodyOf(templateOfStack()));
  const height = Math.max(...widgets.map((widget) => widget.y + widget.height)) * ROW;
  const size = { width: COLUMNS * COLUMN, height };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="Arial, 'Liberation Sans', sans-serif">\n`,
    box({ x: 0, y: 0, ...size }, '#f2f3f3'),
    ...widgets.map(drawWidget),
    '</svg>\n',
  ].join('');
};

/** Neither bundled nor validated, which takes its time: that is for cdk synth. */
const FAST = { context: { 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false };

const templateOfStack = (): Template => {
  const outdir = mkdtempSync(join(tmpdir(), 'dashboard-'));
  try {
    const app = new App({ outdir, ...FAST });
    const configuration = parseConfiguration({ runbookUrl: 'https://example.com/runbook.md' });
    return Template.fromStack(new ImagebuilderWorkflowLakeStack(app, STACK, { configuration }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

const reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref: name }) => name),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform(({ 'Fn::GetAtt': [name] }) => name),
]);

const bodySchema = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.union([z.string(), reference]))]) });

/** The body of the one dashboard, each reference replaced by the name of what it refers to. */
const bodyOf = (template: Template): string => {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const { 'Fn::Join': join } = bodySchema.parse(dashboard?.['Properties'].DashboardBody);
  return join[1].join('');
};

const drawWidget = (widget: Widget): string => {
  const frame = {
    x: widget.x * COLUMN + MARGIN,
    y: widget.y * ROW + MARGIN,
    width: widget.width * COLUMN - 2 * MARGIN,
    height: widget.height * ROW - 2 * MARGIN,
  };
  return box(frame, '#ffffff', '#d5dbdb') + drawContent(widget, inset(frame));
};

const inset = ({ x, y, width, height }: Rectangle): Rectangle => ({
  x: x + PADDING,
  y: y + PADDING,
  width: width - 2 * PADDING,
  height: height - 2 * PADDING,
});

const TITLE_HEIGHT = 22;

const drawContent = (widget: Widget, area: Rectangle): string => {
  if (widget.type === 'text') return drawText(widget.properties.markdown, area);
  const title = text(area.x, area.y + 11, widget.properties.title, { size: 14, weight: 'bold' });
  const below = { ...area, y: area.y + TITLE_HEIGHT, height: area.height - TITLE_HEIGHT };
  return title + (widget.type === 'alarm' ? drawAlarms(widget.properties.alarms, below) : drawGraph(widget, below));
};

const ALARM_HEIGHT = 34;

const drawAlarms = (alarms: readonly string[], { x, y, width }: Rectangle): string =>
  alarms
    .map((alarm, index) => {
      const isSpeaking = SPEAKING.some((name) => alarm.includes(name));
      const place = { x, y: y + 4 + index * (ALARM_HEIGHT + 4), width, height: ALARM_HEIGHT };
      const [fill, edge, state] = isSpeaking ? ['#fdf3f1', '#d13212', 'In alarm'] : ['#f2f8f0', '#1d8102', 'OK'];
      const name = text(x + 10, place.y + 21, `${STACK}-${alarm}-…`);
      return box(place, fill, edge) + name + text(x + width - 8, place.y + 21, state, { fill: edge, anchor: 'end' });
    })
    .join('');

const LINE_HEIGHT = 19;

/** Paragraphs and lists; a link and what is in bold type are drawn as their words. */
const drawText = (markdown: string, { x, y, width }: Rectangle): string =>
  markdown
    .replaceAll(/\[(\w+)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll(/^- /gm, '• ')
    .split('\n')
    .flatMap((line) => wrapped(line, width))
    .map((line, index) => text(x, y + 14 + index * LINE_HEIGHT, line, { size: 13 }))
    .join('');

const wrapped = (line: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trimStart();
    if (lines.length > 0 && widthOf(longer, 13) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};
