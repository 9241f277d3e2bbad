// Passkeys: the browser asks its device, and the form is sent with what the device answers.
const toBytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))
const toText = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const withBytes = list => (list || []).map(one => ({ ...one, id: toBytes(one.id) }))

function answerOf (credential) {
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) }
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = toText(credential.response[name])
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports()
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response
  }
}

async function make (form, { publicKey }) {
  const alone = form.elements.passwordless && form.elements.passwordless.checked
  const selection = { ...publicKey.authenticatorSelection }
  if (alone) Object.assign(selection, { residentKey: 'required', requireResidentKey: true, userVerification: 'required' })
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: selection
    }
  })
}

const use = ({ publicKey }) => navigator.credentials.get({
  publicKey: { ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials) }
})

async function optionsFor (form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options)
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
  return (await answer.json()).request_options
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const said = form.querySelector('[data-passkey-said]')
    said.textContent = ''
    try {
      const options = await optionsFor(form)
      const credential = form.dataset.passkey === 'add' ? await make(form, options) : await use(options)
      form.elements.credential.value = JSON.stringify(answerOf(credential))
      form.submit()
    } catch {
      said.textContent = /^[\d.]+$|^\[/.test(location.hostname)
        ? 'Passkeys need a name in the address, not a number. On your own machine open localhost instead.'
        : 'The device gave no passkey. Try again, or use another way.'
    }
  })
}
