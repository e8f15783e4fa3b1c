package dev.muster.format.crypto;

import dev.muster.format.Certificates;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Works with a token in a process of its own, because the module takes its configuration from the environment. */
final class TokenProcess {
    private TokenProcess() {}

    public static void main(String[] arguments) throws Exception {
        Path library = Path.of(arguments[0]);
        char[] pin = arguments[1].toCharArray();
        Pkcs11Backend backend = Pkcs11Backend.open(library, 0, pin);
        KeyPair pair = backend.generate(SignatureScheme.ECDSA_P256_SHA256, new SecureRandom());
        X509Certificate certificate = Certificates.selfSigned(pair, "token");
        backend.store("issuer", pair.getPrivate(), List.of(certificate));
        KeyBackend.Entry entry =
                Pkcs11Backend.open(library, 0, pin).find("issuer").orElseThrow();
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, entry.privateKey(), Optional.empty());
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, new byte[] {1, 2, 3}, signer);
        boolean valid = CoseVerifier.strict()
                .verify(message, VerificationKey.of(entry.publicKey()))
                .valid();
        System.out.println("aliases " + backend.aliases() + " valid " + valid + " bytes "
                + (entry.privateKey().getEncoded() == null ? "none" : "leaked"));
    }
}
