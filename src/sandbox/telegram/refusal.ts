/** What the Bot API answers instead of a result: `{ok: false, error_code, description, parameters}`. */
export class ApiRefusal extends Error {
  readonly code: number;
  readonly description: string;
  readonly parameters: { readonly retry_after?: number } | undefined;
  constructor(code: number, description: string, parameters?: { readonly retry_after?: number }) {
    super(`${code}: ${description}`);
    this.name = 'ApiRefusal';
    this.code = code;
    this.description = description;
    this.parameters = parameters;
  }
}

export const badRequest = (why: string) => new ApiRefusal(400, `Bad Request: ${why}`);
export const forbidden = (why: string) => new ApiRefusal(403, `Forbidden: ${why}`);
export const conflict = (why: string) => new ApiRefusal(409, `Conflict: ${why}`);
