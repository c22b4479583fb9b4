import type { Tongue } from './tongue'

export const portuguese: Tongue = {
  firstNames: ['Beatriz', 'João', 'Inês', 'Thiago', 'Conceição', 'Rafael', 'Luana', 'Gonçalo'],
  lastNames: ['Silva', 'Santos', 'Araújo', 'Gonçalves', 'Magalhães', 'Brandão', 'Correia', 'Lopes'],
  cities: ['Porto', 'Recife', 'Lisboa', 'Curitiba', 'Braga'],
  things: ['luminária', 'mesa de carvalho', 'estante', 'cadeira', 'cômoda'],
  openings: [
    'Oi! Cadê o meu pedido {order}? O rastreio parou na segunda.',
    'Olá, a {thing} já voltou ao estoque?',
    'A {thing} chegou com um risco na frente. O que fazemos?',
    'Vocês entregam em {city}? Qual o prazo?',
    'Quero mudar o endereço de entrega do {order}.',
    'Fui cobrado duas vezes pelo pedido {order}.',
    'o cupom não funciona',
  ],
  letters: [
    'Era um presente, então estou com um pouco de pressa.',
    'Fiquei em casa a tarde inteira e ninguém veio.',
    'A caixa parecia perfeita por fora, por isso assinei.',
    'É a primeira vez que tenho um problema com vocês.',
  ],
  answers: [
    'Oi {name}, obrigada pela mensagem. Já vou verificar.',
    'Sinto muito, {name}. Pode me mandar uma foto?',
    'Boa notícia: {order} sai amanhã do depósito.',
    'Endereço alterado, a confirmação chega em alguns minutos.',
    'Sim, entregamos em {city}, em três a cinco dias.',
    'A etiqueta de devolução está no seu e-mail.',
  ],
  replies: ['É o {order}.', 'Mando hoje à noite.', 'Alguma novidade?', 'Terça é melhor para mim.', 'Continua igual.', 'E quanto custa?', 'Show 👍'],
  thanks: ['Muito obrigada!', 'Perfeito, obrigado.', 'Que rápido, valeu! 🙏', 'Tudo certo agora, bom dia!'],
}
