import { Random } from '../../simulation/random';

export interface DocumentOptions {
  /** How many steps run commands, beside those that every workflow has. */
  readonly steps: number;
}

interface MadeDocument extends DocumentOptions {
  readonly name: string;
  /** Equal ones give equal documents. */
  readonly seed: number;
  /** From 0. A later build differs from the one before in the version of what it installs. */
  readonly build: number;
}

const PACKAGES = [
  'amazon-cloudwatch-agent',
  'auditd',
  'chrony',
  'containerd',
  'falcon-sensor',
  'nginx',
  'osquery',
  'vector',
];
const VERBS = ['Install', 'Configure', 'Harden', 'Verify', 'Register', 'Clean', 'Prepare', 'Enable'];
const COMMANDS = [
  (name: string, version: string) => `dnf install --assumeyes ${name}-${version}`,
  (name: string) => `systemctl enable --now ${name}.service`,
  (name: string) => `sed -i 's/^#\\?LogLevel.*/LogLevel INFO/' /etc/${name}/${name}.conf`,
  (name: string, version: string) => `test "$(${name} --version)" = "${version}" || exit 1`,
  (name: string) => `rm -rf /var/cache/${name} /var/log/${name}/*.log`,
  (name: string, version: string) =>
    `curl -fsS https://artifacts.example.com/${name}/${version}.rpm -o /tmp/${name}.rpm`,
  (name: string) => `chown --recursive root:root /etc/${name} && chmod -R go-w /etc/${name}`,
];

/** A workflow document as a team would write it that has many. */
export const documentText = ({ name, seed, build, steps }: MadeDocument): string => {
  const random = new Random(seed + 1);
  const run = Array.from({ length: steps }, (_, number) => runStep(number, random, build)).join('\n');
  return `name: ${name}
description: Builds ${name} 1.${build}, ticket IMG-${random.between(1000, 9999)}
schemaVersion: 1.0

parameters:
  - name: patch
    type: boolean
    default: true
    description: Install updates

steps:
  - name: LaunchBuildInstance
    action: LaunchInstance
    onFailure: Abort
    inputs:
      waitFor: "ssmAgent"

${run}
  - name: CreateOutputAMI
    action: CreateImage
    onFailure: Abort
    inputs:
      instanceId.$: "$.stepOutputs.LaunchBuildInstance.instanceId"

  - name: TerminateBuildInstance
    action: TerminateInstance
    onFailure: Continue
    inputs:
      instanceId.$: "$.stepOutputs.LaunchBuildInstance.instanceId"
`;
};

const runStep = (number: number, random: Random, build: number): string => {
  const name = random.pick(PACKAGES);
  const [major, minor, patch] = [random.between(0, 8), random.between(0, 29), random.between(0, 89)];
  const version = `${major}.${minor}.${patch + build}`;
  const commands = Array.from({ length: random.between(3, 5) }, () => random.pick(COMMANDS)(name, version));
  return `  - name: ${random.pick(VERBS)}${number + 1}
    action: RunCommand
    onFailure: ${random.chance(0.25) ? 'Continue' : 'Abort'}
    timeoutSeconds: ${60 * random.between(5, 55)}
    if:
      booleanEquals: true
      value: "$.parameters.patch"
    inputs:
      instanceId.$: "$.stepOutputs.LaunchBuildInstance.instanceId"
      documentName: "AWS-RunShellScript"
      parameters:
        executionTimeout: ["${60 * random.between(5, 55)}"]
        commands:
${commands.map((command) => `          - '${command.replaceAll("'", "''")}'`).join('\n')}
`;
};
