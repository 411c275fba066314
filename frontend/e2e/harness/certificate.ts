import { generateKeyPairSync, sign } from 'node:crypto';

// Node can read certificates and makes none. This one says no more than a server
// on loopback needs to be verified by it: X.509 (RFC 5280 §4.1) in DER.

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  address: 0x87,
};

const oids = {
  ecdsaWithSHA256: '2a8648ce3d040302',
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
};

/** Certificate is one that signed itself, with its key, both in PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** selfSigned makes a certificate for 127.0.0.1 that does not expire soon. */
export function selfSigned(name: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(oids.ecdsaWithSHA256));
  const body = sequence(
    der(tags.version, der(tags.integer, Buffer.from([2]))),
    der(tags.integer, Buffer.from([1])),
    algorithm,
    named(name),
    validity(),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(tags.extensions, sequence(forLoopback(), mayVouch())),
  );
  const signature = sign('sha256', body, privateKey);
  const whole = sequence(body, algorithm, der(tags.bits, Buffer.from([0]), signature));
  return {
    cert: pem(whole),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(tags.sequence, ...parts);
const oid = (hex: string) => der(tags.oid, Buffer.from(hex, 'hex'));

function named(name: string): Buffer {
  const text = der(tags.text, Buffer.from(name));
  return sequence(der(tags.set, sequence(oid(oids.commonName), text)));
}

function validity(): Buffer {
  const day = 86_400_000;
  const at = (time: number) => {
    const digits = new Date(time).toISOString().replace(/\D/g, '').slice(2, 14);
    return der(tags.time, Buffer.from(`${digits}Z`));
  };
  return sequence(at(Date.now() - day), at(Date.now() + 90 * day));
}

function forLoopback(): Buffer {
  const names = sequence(der(tags.address, Buffer.from([127, 0, 0, 1])));
  return sequence(oid(oids.subjectAltName), der(tags.octets, names));
}

// It is its own authority.
function mayVouch(): Buffer {
  const yes = der(tags.boolean, Buffer.from([0xff]));
  return sequence(oid(oids.basicConstraints), yes, der(tags.octets, sequence(yes)));
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
