/**
 * A real mail server on loopback for tests: Postfix takes mail, Dovecot keeps it and gives it out over IMAP. Folders and
 * ports of its own, nothing in /etc. Mailboxes inbox@support.test, ann@customer.test and away@customer.test (password pw);
 * anybody else at these domains bounces.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type MailServer = { smtpPort: number; imapPort: number; stopImap(): void; startImap(): Promise<void>; vacation(): void; log(): string; stop(): void }

const PACKAGES = ['postfix', 'dovecot-imapd', 'dovecot-lmtpd', 'dovecot-sieve']
const has = (program: string) => spawnSync('which', [program]).status === 0

/** Why there can be no mail server here; null when there can. Installs it where that is possible. */
export function mailServerMissing(): string | null {
  if (process.getuid?.() !== 0) return 'a real mail server needs root'
  if (has('postfix') && has('dovecot')) return null
  if (!has('apt-get')) return 'Postfix and Dovecot are not installed'
  const quiet = { stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
  spawnSync('apt-get', ['update', '-qq'], quiet)
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], quiet)
  return has('postfix') && has('dovecot') ? null : 'Postfix and Dovecot could not be installed'
}

export async function startMailServer(): Promise<MailServer> {
  const dir = mkdtempSync(join(tmpdir(), 'parley-mail-'))
  execFileSync('chmod', ['755', dir])
  const [smtp, imap, lmtp] = [await freePort(), await freePort(), await freePort()]
  for (const d of ['pf/dynamicmaps.cf.d', 'pf/postfix-files.d', 'spool', 'data', 'run', 'mail']) mkdirSync(join(dir, d), { recursive: true })
  execFileSync('chown', ['postfix', join(dir, 'data')])
  if (spawnSync('id', ['vmail']).status !== 0) execFileSync('useradd', ['-r', '-M', '-s', '/usr/sbin/nologin', 'vmail'])
  execFileSync('chown', ['vmail', join(dir, 'mail')])
  writeFileSync(join(dir, 'dovecot.conf'), dovecot(dir, { smtp, imap, lmtp }))
  writeFileSync(join(dir, 'users'), ['inbox@support.test', 'ann@customer.test', 'away@customer.test'].map((u) => `${u}:{PLAIN}pw::::::\n`).join(''), { mode: 0o644 })
  writeFileSync(join(dir, 'pf/main.cf'), postfix(dir, lmtp))
  writeFileSync(join(dir, 'pf/master.cf'), masterOf(readFileSync('/etc/postfix/master.cf.proto', 'utf8'), smtp))
  copyFileSync('/etc/postfix/dynamicmaps.cf', join(dir, 'pf/dynamicmaps.cf'))
  copyFileSync('/etc/postfix/postfix-files', join(dir, 'pf/postfix-files'))
  const startImap = async () => {
    execFileSync('dovecot', ['-c', join(dir, 'dovecot.conf')], { stdio: 'ignore' })
    await answers(imap)
  }
  const stopImap = () => void spawnSync('doveadm', ['-c', join(dir, 'dovecot.conf'), 'stop'], { stdio: 'ignore' })
  await startImap()
  execFileSync('postfix', ['-c', join(dir, 'pf'), 'start'], { stdio: 'ignore' })
  await answers(smtp)
  return {
    smtpPort: smtp,
    imapPort: imap,
    startImap,
    stopImap,
    vacation() {
      const home = join(dir, 'mail/customer.test/away')
      mkdirSync(home, { recursive: true })
      writeFileSync(join(home, '.dovecot.sieve'), 'require ["vacation"];\nvacation :days 1 :subject "Out of office" "I am away until Monday.";\n')
      execFileSync('chown', ['-R', 'vmail', join(dir, 'mail')])
    },
    log: () => ['dovecot.log', 'postfix.log'].map((f) => (existsSync(join(dir, f)) ? readFileSync(join(dir, f), 'utf8').slice(-4000) : '')).join('\n'),
    stop() {
      spawnSync('postfix', ['-c', join(dir, 'pf'), 'stop'], { stdio: 'ignore' })
      stopImap()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const dovecot = (dir: string, port: { smtp: number; imap: number; lmtp: number }) => `
base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Lu
mail_uid = vmail
mail_gid = vmail
first_valid_uid = 100
mail_location = maildir:~/Maildir
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
imap_idle_notify_interval = 30 s
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${dir}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${dir}/users
  default_fields = uid=vmail gid=vmail home=${dir}/mail/%d/%n
}
service imap-login {
  inet_listener imap {
    port = ${port.imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${port.lmtp}
  }
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
}
protocol lmtp {
  mail_plugins = sieve
  postmaster_address = postmaster@support.test
}
plugin {
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_vacation_default_period = 1d
}
submission_host = 127.0.0.1:${port.smtp}
`

const postfix = (dir: string, lmtp: number) => `
compatibility_level = 3.6
queue_directory = ${dir}/spool
data_directory = ${dir}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.support.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = support.test, customer.test
virtual_transport = lmtp:inet:127.0.0.1:${lmtp}
recipient_delimiter = +
default_transport = error:5.1.2 no outside network
message_size_limit = 104857600
smtpd_tls_security_level = none
# What could not be handed to a mailbox is tried again at once, not in five minutes.
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
smtputf8_enable = yes
maillog_file = ${dir}/postfix.log
maillog_file_prefixes = ${dir}
smtp_dns_support_level = disabled
`

/** Postfix's own list of services, listening on our port and without their jail. */
function masterOf(proto: string, smtp: number): string {
  const ours = proto.replace(/^smtp +inet.*/m, `127.0.0.1:${smtp} inet n - n - - smtpd`).replace(/^([a-z0-9]+ +(?:unix|inet) +[-yn] +[-yn] +)[y-]( )/gm, '$1n$2')
  return /^postlog/m.test(ours) ? ours : `${ours}\npostlog unix-dgram n - n - 1 postlogd\n`
}

function freePort(): Promise<number> {
  return new Promise((ok, no) => {
    const server = createServer().once('error', no)
    server.listen(0, '127.0.0.1', () => {
      const at = server.address()
      server.close(() => (at && typeof at === 'object' ? ok(at.port) : no(new Error('no port'))))
    })
  })
}

async function answers(port: number): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const open = await new Promise<boolean>((ok) => {
      const s = connect(port, '127.0.0.1')
        .once('connect', () => (s.destroy(), ok(true)))
        .once('error', () => ok(false))
    })
    if (open) return
    await new Promise((r) => setTimeout(r, 50))
  }
  throw new Error(`nothing answers on port ${port}`)
}
