package dev.muster.agent.server;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS as a device speaks it: version 1.3, its own certificate, and trust in nothing but the configured anchors. */
public final class DeviceTls {

    private DeviceTls() {}

    /**
     * @param key of the first certificate in the chain
     * @param chain the device's own certificate first
     * @param anchors what the server's certificate must chain to
     */
    public static SSLContext context(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> anchors)
            throws IOException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            // The store never leaves memory; the password only satisfies its interface.
            char[] password = "memory".toCharArray();
            own.setKeyEntry("device", key, password, chain.toArray(new Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust(anchors).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the device's certificate cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory trust(List<X509Certificate> anchors)
            throws GeneralSecurityException, IOException {
        if (anchors.isEmpty()) {
            throw new IOException("no certificate authority is configured for the server");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("anchor-" + i, anchors.get(i));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }
}
