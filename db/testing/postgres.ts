/** Each test file gets its own database on the run's Postgres. */
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'

const server = inject('postgresUrl')
const name = `t_${crypto.randomUUID().replaceAll('-', '')}`
process.env.DATABASE_URL = `${server}/${name}`
// A configured database asks for a configured secret.
process.env.AUTH_SECRET ||= 'only for tests, thirty-two characters'

const admin = async (statement: string) => {
  const c = new pg.Client({ connectionString: `${server}/postgres` })
  await c.connect()
  await c.query(statement)
  await c.end()
}

beforeAll(async () => {
  await admin(`create database ${name}`)
  const { migrateDatabase } = await import('../migrate')
  await migrateDatabase()
})
afterAll(async () => {
  const { closeDatabase } = await import('../client')
  await closeDatabase()
  await admin(`drop database ${name} with (force)`)
})
