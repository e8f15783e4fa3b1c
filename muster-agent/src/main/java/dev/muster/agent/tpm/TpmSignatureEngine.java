package dev.muster.agent.tpm;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmSignature;
import dev.muster.format.der.EcdsaSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import org.jspecify.annotations.Nullable;

/** ECDSA by a TPM over a hash that is made here. Public keys verify anywhere, so not here. */
final class TpmSignatureEngine extends SignatureSpi {
    private final TpmHash hash;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private @Nullable TpmPrivateKey key;

    TpmSignatureEngine(TpmHash hash) {
        this.hash = hash;
    }

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
        if (!(privateKey instanceof TpmPrivateKey own)) {
            throw new InvalidKeyException("not a key of a TPM");
        }
        key = own;
        message.reset();
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
        throw new InvalidKeyException("other providers verify");
    }

    @Override
    protected void engineUpdate(byte b) {
        message.write(b);
    }

    @Override
    protected void engineUpdate(byte[] b, int off, int len) {
        message.write(b, off, len);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        TpmPrivateKey signer = key;
        if (signer == null) {
            throw new SignatureException("no key was given");
        }
        try {
            byte[] answer = signer.tpm().sign(signer.file(), hash, hash.digest(message.toByteArray()));
            return EcdsaSignature.toDer(TpmSignature.parse(answer).value());
        } catch (IOException | MalformedException away) {
            throw new SignatureException("the TPM did not sign: " + away.getMessage(), away);
        } finally {
            message.reset();
        }
    }

    @Override
    protected boolean engineVerify(byte[] sigBytes) throws SignatureException {
        throw new SignatureException("other providers verify");
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String param, Object value) {
        throw new InvalidParameterException("there are no parameters");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String param) {
        throw new InvalidParameterException("there are no parameters");
    }
}
