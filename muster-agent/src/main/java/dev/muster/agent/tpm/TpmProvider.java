package dev.muster.agent.tpm;

import dev.muster.format.attest.tpm.TpmHash;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signatures by keys in a TPM for the JCA, which finds it by the class of the key and by nothing else. */
final class TpmProvider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "MusterTpm";

    private TpmProvider() {
        super(NAME, "1", "signatures by keys in this device's TPM 2.0");
        for (TpmHash hash : List.of(TpmHash.SHA256, TpmHash.SHA384, TpmHash.SHA512)) {
            putService(new Ecdsa(this, hash));
        }
    }

    /** ECDSA with one hash, for keys of this package. */
    private static final class Ecdsa extends Service {
        private final TpmHash hash;

        Ecdsa(Provider provider, TpmHash hash) {
            super(
                    provider,
                    "Signature",
                    hash.jca().replace("-", "") + "withECDSA",
                    TpmSignatureEngine.class.getName(),
                    List.of(),
                    Map.of("SupportedKeyClasses", TpmPrivateKey.class.getName()));
            this.hash = hash;
        }

        @Override
        public Object newInstance(@Nullable Object constructorParameter) {
            return new TpmSignatureEngine(hash);
        }
    }

    /** Once a process; behind the others, which are faster for keys that are not in a TPM. */
    static synchronized void install() {
        if (Security.getProvider(NAME) == null) {
            Security.addProvider(new TpmProvider());
        }
    }
}
