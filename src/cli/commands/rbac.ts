import { stringify } from "yaml";
import { UserError } from "../../errors.ts";
import { readerBinding, readOnlyClusterRole } from "../../observe/live/rbac.ts";
import { print } from "../print.ts";

export interface RbacCommandOptions {
  readonly serviceAccount?: string;
  readonly withoutSecrets?: boolean;
  readonly customGroups?: string;
}

/** `rbac`: the role to apply before reading a cluster with an account of its own. */
export async function rbacCommand(options: RbacCommandOptions): Promise<void> {
  const customGroups = options.customGroups?.split(",");
  const objects: object[] = [
    readOnlyClusterRole({
      secrets: options.withoutSecrets !== true,
      ...(customGroups === undefined ? {} : { customGroups }),
    }),
  ];
  if (options.serviceAccount !== undefined) objects.push(...bindingFor(options.serviceAccount));
  await print(objects.map((object) => stringify(object)).join("---\n"));
}

function bindingFor(serviceAccount: string): readonly object[] {
  const [namespace, name, more] = serviceAccount.split("/");
  if (!namespace || !name || more !== undefined) {
    throw new UserError(`--service-account takes namespace/name, not "${serviceAccount}"`);
  }
  return readerBinding(namespace, name);
}
