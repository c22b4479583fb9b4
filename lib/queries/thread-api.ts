export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`/api/ui${path}`, { signal })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}
