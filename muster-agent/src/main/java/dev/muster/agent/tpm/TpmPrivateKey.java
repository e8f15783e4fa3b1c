package dev.muster.agent.tpm;

import dev.muster.format.attest.tpm.TpmPublic;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;

/** A private key that its TPM signs with. It has no bytes of its own; {@link #file()} is worth nothing elsewhere. */
public final class TpmPrivateKey implements PrivateKey, ECKey {
    private static final long serialVersionUID = 1L;

    private final transient DeviceTpm tpm;
    private final transient TpmKeyFile file;
    private final transient ECParameterSpec parameters;

    TpmPrivateKey(DeviceTpm tpm, TpmKeyFile file) {
        this.tpm = tpm;
        this.file = file;
        this.parameters = ((ECPublicKey) TpmPublic.parse(file.publicKey()).key()).getParams();
        TpmProvider.install();
    }

    DeviceTpm tpm() {
        return tpm;
    }

    /** How it is kept outside of the TPM. */
    public TpmKeyFile file() {
        return file;
    }

    @Override
    public ECParameterSpec getParams() {
        return parameters;
    }

    @Override
    public String getAlgorithm() {
        return "EC";
    }

    @Override
    @SuppressWarnings("NullAway") // Key.getFormat: null for a key that does not support encoding
    public String getFormat() {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // Key.getEncoded: null for a key that does not support encoding
    public byte[] getEncoded() {
        return null;
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a key of a TPM stays there");
    }
}
