import type { ContainerSpec } from '@/lib/spec/container';
import { specPath, specToYaml } from '@/lib/spec/yaml';

/** A container's desired state as its file in the lab repository. */
export function SpecFile({ spec, about }: { spec: ContainerSpec; about: string }) {
  const lines = specToYaml(spec).trimEnd().split('\n');
  return (
    <section aria-labelledby="spec">
      <div className="mb-1.5 flex min-h-[26px] flex-wrap items-baseline gap-x-2.5">
        <h2 id="spec" className="font-title text-13 text-ink">
          <code className="font-mono">{specPath(spec.vmid)}</code>
        </h2>
        <span className="text-12 text-ink-3">{about}</span>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={`YAML of ${specPath(spec.vmid)}`}
        className="room overflow-x-auto py-2"
      >
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file's lines are numbered
          <div key={index} className="grid grid-cols-[44px_minmax(0,1fr)] leading-5">
            <span className="select-none pr-3 text-right font-mono text-11 text-ink-3 leading-5" aria-hidden="true">
              {index + 1}
            </span>
            <code className="whitespace-pre pr-4 font-mono text-12 text-ink-2">
              <YamlLine text={line} />
            </code>
          </div>
        ))}
      </section>
    </section>
  );
}

/** The key quieter than its value: values are what one reads. */
function YamlLine({ text }: { text: string }) {
  const match = /^(\s*(?:- )?[\w.-]+:)?(.*?)(\s# .*)?$/.exec(text);
  if (!match) return <span className="text-ink">{text}</span>;
  return (
    <>
      <span className="text-ink-3">{match[1]}</span>
      <span className="text-ink">{match[2]}</span>
      <span className="text-ink-3">{match[3]}</span>
    </>
  );
}
