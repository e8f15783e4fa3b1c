package dev.muster.format.crypto;

/** A provider could not do what every supported machine can do, or a key does not fit its use: a fault of set-up, not of input. */
public final class CryptoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What could not be done. */
    public CryptoException(String message) {
        super(message);
    }

    /** What could not be done, and the provider's reason. */
    public CryptoException(String message, Throwable cause) {
        super(message, cause);
    }
}
