package dev.muster.core.joining;

/**
 * The connection that a request came over, as the server saw it. Client authentication is a given: without a client
 * certificate there is no request.
 *
 * @param tlsVersion such as {@code TLSv1.3}
 * @param tlsCipher such as {@code TLS_AES_256_GCM_SHA384}
 */
public record Channel(String tlsVersion, String tlsCipher) {}
