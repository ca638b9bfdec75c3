/** A YAML list in flow style without inner spaces, `[cifs, nfs]`, whatever the padding of the maps around it. */
import { YAMLSeq } from 'yaml';

type Context = Parameters<YAMLSeq['toString']>[0];

export class TightSeq extends YAMLSeq {
  constructor(items: unknown[]) {
    super();
    this.items = items;
    this.flow = true;
  }

  override toString(context?: Context, onComment?: () => void, onChompKeep?: () => void): string {
    return super.toString(context && { ...context, flowCollectionPadding: '' }, onComment, onChompKeep);
  }
}
