import type { StepWords } from '@/lib/channels/steps'

const meta = {
  works: 'El token funciona: Meta conoce esta cuenta.',
  live: 'Arriba, en la página de la app, pásala de Desarrollo a Activa. Hasta entonces solo te llegan mensajes de quienes tienen un rol en la app.',
  secret: 'En la app abre Configuración de la app, Básica. Pulsa Mostrar junto a Clave secreta de la app y cópiala.',
}

export const steps: StepWords = {
  telegram: {
    bot: 'Abre @BotFather en Telegram y envía /newbot. Dale al bot un nombre, que verán tus clientes, y un usuario que termine en “bot”.',
    token: 'Copia el token con el que responde (cifras, dos puntos y letras) y pégalo abajo. Cada canal necesita su propio bot.',
    told: 'Telegram sabe adónde llamarnos: se lo dice la prueba, no hay nada que copiar.',
    write: 'Abre tu bot en Telegram, pulsa Iniciar y escribe algo. Aparece en la bandeja.',
  },
  whatsapp: {
    app: 'En Meta for developers abre Mis apps, Crear app. Elige el caso de uso “Conectar con clientes por WhatsApp” y tu portfolio comercial.',
    number:
      'En la app abre WhatsApp, Configuración de la API. Añade tu número, elígelo y copia el identificador de número de teléfono que aparece debajo (no el número en sí).',
    token:
      'En la configuración del negocio abre Usuarios del sistema y añade uno con el rol Administrador. Asígnale la app y la cuenta de WhatsApp con control total. Luego Generar token: esa app, sin caducidad, con whatsapp_business_messaging y whatsapp_business_management.',
    secret: meta.secret,
    works: meta.works,
    webhook:
      'En la app abre WhatsApp, Configuración, y pulsa Editar junto a Webhook. Pega ambos y pulsa Verificar y guardar. Si la cuenta tiene varios números, da a cada uno su propia dirección (override callback URL).',
    fields: 'En la misma página, en Campos de webhook, activa Suscribirse en cada uno de estos:',
    live: meta.live,
    write: 'Escribe a tu número desde otro teléfono. Aparece en la bandeja.',
  },
  messenger: {
    app: 'En Meta for developers abre Mis apps, Crear app. Elige el caso de uso “Interactuar con clientes en Messenger” y tu portfolio comercial.',
    token: 'En la app abre Messenger, Configuración de la API. En Generar tokens de acceso pulsa Conectar, elige tu página, luego Generar, y copia el token.',
    page: 'El identificador de la página está debajo de su nombre en la misma tabla.',
    secret: meta.secret,
    works: meta.works,
    webhook: 'En la misma página, en Configurar webhooks, pega ambos y pulsa Verificar y guardar.',
    fields: 'Pulsa Añadir suscripciones en la fila de tu página y marca cada uno de estos:',
    live: meta.live,
    write: 'Escribe a tu página desde una cuenta personal. Aparece en la bandeja.',
  },
  instagram: {
    professional: 'En la app de Instagram abre Configuración, Tipo de cuenta y herramientas, y cambia a una cuenta profesional.',
    allow: 'En su Configuración abre Mensajes y respuestas a historias, Controles de mensajes, Herramientas conectadas, y activa Permitir acceso a los mensajes.',
    app: 'En Meta for developers abre Mis apps, Crear app. Elige el caso de uso “Gestionar mensajes y contenido en Instagram” y abre la configuración de la API con inicio de sesión de Instagram.',
    token: 'En Generar tokens de acceso pulsa Añadir cuenta e inicia sesión. Copia el token y el identificador de la cuenta que aparece junto al nombre.',
    secret: 'Copia la clave secreta de la app de Instagram que está arriba en esa página (no la de Facebook de Configuración de la app).',
    works: meta.works,
    webhook: 'En la misma página, en Configurar webhooks, pega ambos y pulsa Verificar y guardar.',
    fields: 'Debajo, activa Suscribirse en cada uno de estos:',
    live: meta.live,
    write: 'Escribe a la cuenta desde otra. Aparece en la bandeja.',
  },
  sms: {
    number: 'En la consola de Twilio abre Phone numbers, Buy a number, y compra uno que admita SMS. Algunos países piden registrarse antes.',
    keys: 'El Account SID y el auth token están al pie de la primera página de la consola, en Account info.',
    works: 'El SID y el token funcionan.',
    webhook:
      'Abre Phone numbers, Active numbers, tu número, Messaging configuration. En “A message comes in” elige Webhook, HTTP POST, y pega la primera dirección (su final pide a Twilio que vuelva a llamar si no respondemos); en “Primary handler fails” pega la segunda. Guarda.',
    service: 'Con un servicio de mensajería haz lo mismo allí: Messaging, Services, el tuyo, Integration, “Send a webhook”.',
    write: 'Envía un mensaje de texto a tu número. Aparece en la bandeja.',
  },
  email: {
    address:
      'Escribe la dirección a la que te escriben tus clientes: con los proveedores conocidos los servidores se rellenan solos. Los demás los indican en su ayuda, en IMAP y SMTP.',
    password:
      'Si entras con un segundo paso (un código, un teléfono), la contraseña normal no sirve aquí: crea una contraseña de aplicación en la seguridad de tu cuenta.',
    service: 'Si en su lugar un servicio nos llama con cada correo (Postmark, Mailgun, SendGrid, Resend, Amazon SES), elígelo abajo.',
    works: 'Se puede entrar, para recibir y para enviar.',
    postmark:
      'Abre tu servidor, su flujo Inbound, Settings. Pega esta dirección como webhook con el usuario y la contraseña de tu clave de firma entre https:// y el resto, como https://usuario:contraseña@…, y marca “Include raw email content”.',
    mailgun: 'Pulsa Create route: match recipient, tu dirección; forward a esta dirección. La clave de firma está en API security, HTTP webhook signing key.',
    sendgrid:
      'Pulsa Add host & URL. Pega esta dirección y marca “POST the raw, full MIME message”. La clave de firma es la clave pública de la security policy; o pon usuario:contraseña@ tras https://.',
    resend: 'Pulsa Add webhook, pega esta dirección y elige el evento de abajo. Luego copia el signing secret en los ajustes de aquí.',
    ses: 'Añade una regla de recepción cuya acción sea «Publish to Amazon SNS topic» con codificación Base64. Escribe aquí el ARN del tema como clave de firma, guarda y suscribe esta dirección (HTTPS) al tema: se confirma sola.',
    called: 'El servicio nos ha llamado.',
    write: 'Envía un correo a tu dirección. Aparece en la bandeja.',
  },
}
