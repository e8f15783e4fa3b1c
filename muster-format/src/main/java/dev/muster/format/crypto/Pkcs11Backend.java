package dev.muster.format.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Optional;

/** Keys in a PKCS #11 token, through the JDK's SunPKCS11. The private parts never leave the token. */
public final class Pkcs11Backend implements KeyBackend {
    private final String token;
    private final Provider provider;
    private final KeyStore store;

    private Pkcs11Backend(String token, Provider provider, KeyStore store) {
        this.token = token;
        this.provider = provider;
        this.store = store;
    }

    /**
     * Opens a token.
     *
     * @param library the vendor's module, e.g. {@code libsofthsm2.so}
     * @param slotIndex place of the slot in the module's list, from 0
     * @param pin the user's PIN
     */
    public static Pkcs11Backend open(Path library, int slotIndex, char[] pin) {
        // What is generated lives for the session; storing it copies it into the token. A key that was generated into
        // the
        // token would stay there without a name when nobody stores it. "--" makes SunPKCS11 read the configuration from
        // the argument itself.
        String name = library.getFileName().toString().replaceAll("[^A-Za-z0-9]", "") + slotIndex;
        String configuration = """
            --name = %s
            library = %s
            slotListIndex = %d
            attributes(generate, CKO_PRIVATE_KEY, *) = {
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
            }
            """.formatted(name, library.toAbsolutePath(), slotIndex);
        try {
            Provider provider = installed(name, configuration);
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin.clone());
            return new Pkcs11Backend(library.getFileName() + ":" + slotIndex, provider, store);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new CryptoException("cannot open token " + slotIndex + " of " + library.getFileName(), e);
        }
    }

    /** Installed in this JVM, so that TLS and every other user of the JCA finds the token behind its keys. */
    private static synchronized Provider installed(String name, String configuration) {
        Provider known = Security.getProvider("SunPKCS11-" + name);
        if (known != null) {
            return known;
        }
        Provider base = Security.getProvider("SunPKCS11");
        if (base == null) {
            throw new CryptoException("this JDK has no SunPKCS11");
        }
        Provider provider = base.configure(configuration);
        Security.addProvider(provider);
        return provider;
    }

    /** The provider of the token, to generate keys inside it. */
    public Provider provider() {
        return provider;
    }

    @Override
    public String name() {
        return "pkcs11:" + token;
    }

    @Override
    public List<String> aliases() {
        return Pkcs12Backend.KeyStores.aliases(store);
    }

    @Override
    public Optional<Entry> find(String alias) {
        // The session is logged in; SunPKCS11 asks for no password per key. Certificates are rebuilt in the JDK's own
        // form, because a public key of the token can be used with the token only.
        return Pkcs12Backend.KeyStores.find(store, alias, new char[0]).map(Pkcs11Backend::outside);
    }

    private static Entry outside(Entry inside) {
        try {
            var factory = java.security.cert.CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new java.util.ArrayList<>();
            for (X509Certificate certificate : inside.chain()) {
                chain.add((X509Certificate)
                        factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
            }
            return new Entry(
                    inside.alias(), inside.privateKey(), chain.getFirst().getPublicKey(), chain);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("certificate of " + inside.alias() + " cannot be read", e);
        }
    }

    /** EC and RSA; SunPKCS11 of JDK 25 has neither EdDSA nor ML-DSA. */
    @Override
    public KeyPair generate(SignatureScheme scheme, SecureRandom random) {
        String curve = scheme.curve()
                .map(Curve::jca)
                .orElseThrow(() -> new CryptoException(name() + " makes keys on NIST curves, not for " + scheme));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec(curve));
            KeyPair inside = generator.generateKeyPair();
            return new KeyPair(Keys.publicKey(inside.getPublic().getEncoded()), inside.getPrivate());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CryptoException("cannot make a key in " + name(), e);
        }
    }

    @Override
    public void store(String alias, PrivateKey key, List<X509Certificate> chain) {
        try {
            store.setKeyEntry(alias, key, null, chain.toArray(Certificate[]::new));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot store key " + alias + " in the token", e);
        }
    }
}
