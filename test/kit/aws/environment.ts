/** This process as the SDK sees it: only the AWS variables that a test gives, and no profile files of whoever runs it. */
const NO_FILES = { AWS_CONFIG_FILE: "/nonexistent/config", AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials" };

/** Until disposed of, the environment holds these AWS variables and no others. */
export function useAwsEnvironment(variables: Readonly<Record<string, string>>): Disposable {
  const saved = takeAwsVariables();
  Object.assign(process.env, NO_FILES, variables);
  return {
    [Symbol.dispose]: () => {
      takeAwsVariables();
      Object.assign(process.env, saved);
    },
  };
}

function takeAwsVariables(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
  const taken = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  for (const name of names) delete process.env[name];
  return taken;
}
