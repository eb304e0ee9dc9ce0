/** Asks a kernel for a value, and leaves no trace in the learner's namespace. */

/**
 * @param expression one Python expression.
 * @returns its value by MIME type. Rejects with what Python says where the expression fails.
 */
export async function evaluate(kernel, expression) {
  const request = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    user_expressions: { value: expression }
  });
  const reply = (await request.done).content;
  const { status, data, ename, evalue } = reply.user_expressions?.value ?? reply;
  if (status !== 'ok') throw new Error(`${ename}: ${evalue}`);
  return data;
}
