package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.FactKey;

/**
 * The facts that the shipped checks look at, by the names under which the topics state them. The values are part of the
 * agreement: a value that a check does not know is undecided, never a pass.
 */
public final class FactKeys {
    /** How the device proved who it is when it joined: {@code verified} (factory certificate up to an accepted anchor, key possession shown). */
    public static final FactKey IDEVID = FactKey.device("joining.idevid");

    /** Whether no other device of the organisation has this public key: {@code true}, {@code false}. */
    public static final FactKey KEY_UNIQUE = FactKey.device("joining.key-unique");

    /** When the device certificate ends, ISO 8601. */
    public static final FactKey CERTIFICATE_UNTIL = FactKey.device("joining.certificate-until");

    /** Fingerprint of the certificate authority that issued the device certificate and that the device was given. */
    public static final FactKey ANCHOR = FactKey.device("joining.anchor");

    /** The device replaced its key and certificate by itself: {@code true}. */
    public static final FactKey REKEYED = FactKey.device("joining.rekeyed");

    /** Protocol of the last authenticated connection, such as {@code TLSv1.3}. */
    public static final FactKey TLS_VERSION = FactKey.device("transport.version");

    /** Whether both ends showed a certificate: {@code true}, {@code false}. */
    public static final FactKey TLS_MUTUAL = FactKey.device("transport.mutual");

    /** Trust tier of the last appraisal (EAR): {@code affirming}, {@code warning}, {@code contraindicated}, {@code none}. */
    public static final FactKey TIER = FactKey.device("attestation.status");

    /** Measured software against reference values: {@code match}, {@code mismatch}, {@code no-reference}. */
    public static final FactKey SOFTWARE = FactKey.device("attestation.software");

    /** How many measured parts no reference value knows. */
    public static final FactKey UNKNOWN_PARTS = FactKey.device("attestation.unknown-parts");

    /** Whether the evidence was signed by the key enrolled for the device: {@code verified}. */
    public static final FactKey SIGNED = FactKey.device("attestation.signature");

    /** What protects the measurement: {@code tpm-quoted}, {@code kernel-enforced}, {@code checked}, {@code simulated}. */
    public static final FactKey STRENGTH = FactKey.device("attestation.strength");

    /** Version of the software that the appraised measurement matched. */
    public static final FactKey VERSION = FactKey.device("attestation.version");

    /** Outcome of the last installation, from the signed report: {@code success}, {@code failure}. */
    public static final FactKey INSTALLED = FactKey.device("update.installed");

    /** What the device reported about the manifest it installed by: {@code verified}. */
    public static final FactKey MANIFEST_VERIFIED = FactKey.device("update.manifest");

    /** What the device did with a manifest or image whose bytes were changed: {@code refused}, {@code accepted}. */
    public static final FactKey TAMPER_REFUSED = FactKey.device("update.tampered");

    /** What the device did with a manifest by a signer it does not trust: {@code refused}, {@code accepted}. */
    public static final FactKey SIGNER_REFUSED = FactKey.device("update.foreign-signer");

    /** What the device did with a manifest older than the installed one: {@code refused}, {@code accepted}. */
    public static final FactKey OLD_REFUSED = FactKey.device("update.old-sequence");

    /** Outcome of the last ordered return to the previous software: {@code success}, {@code failure}. */
    public static final FactKey ROLLED_BACK = FactKey.device("update.rolled-back");

    /** Who starts an installation: {@code automatic}, {@code manual}. */
    public static final FactKey UPDATE_MODE = FactKey.device("update.mode");

    /** Seconds from the publication of a release to evidence that the device runs it. */
    public static final FactKey UPDATE_LATENCY = FactKey.device("update.latency-seconds");

    /** Whether the device is shown to run the newest release meant for it: {@code true}, {@code false}. */
    public static final FactKey CURRENT = FactKey.device("update.current");

    /** Name of the network policy of the device: {@code normal}, {@code quarantine}; recorded while it is only ordered, reported once it is in force. */
    public static final FactKey POLICY = FactKey.device("network.policy");

    /** How the policy is enforced: {@code kernel-enforced}, {@code checked}, {@code simulated}. */
    public static final FactKey ENFORCED = FactKey.device("network.enforced");

    /** Outcome of the last order to isolate the device: {@code ordered}, {@code applied}, {@code failed}. */
    public static final FactKey ISOLATION = FactKey.device("network.isolation");

    /** State of the device, in words of {@code DeviceState}. */
    public static final FactKey STATE = FactKey.device("devices.state");

    /** Seconds from contradicting evidence to the quarantine. */
    public static final FactKey REACTION = FactKey.device("response.reaction-seconds");

    /** Whether the device came back by itself to a proven good state after a reaction: {@code true}, {@code false}. */
    public static final FactKey RECOVERED = FactKey.device("response.recovered");

    /** When security support of the product ends, ISO 8601. */
    public static final FactKey SUPPORT_UNTIL = FactKey.product("devices.support-until");

    /** Origin line of the append-only log that keeps every entry. */
    public static final FactKey LOG = FactKey.org("ledger.log");

    /** Content type of the last signed statement about the product that the log registered. */
    public static final FactKey STATEMENT = FactKey.product("ledger.statement");

    private FactKeys() {}
}
