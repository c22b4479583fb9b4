/**
 * Links to a conversation as Twist's clients build them: `/a/{workspace}/msg/{conversation}[/m/{message}]`. Whether
 * whoever follows one may see it, is decided where it leads.
 */
export async function GET(_request: Request, { params }: { params: Promise<{ at: string[] }> }): Promise<Response> {
  const [id = ''] = (await params).at
  return new Response(null, { status: 307, headers: { location: /^[1-9]\d{0,15}$/.test(id) ? `/inbox/c/${id}` : '/inbox' } })
}
