package dev.muster.server.joining;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceNames;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.Identification;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.joining.Token;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.attest.dice.DiceIdentity;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.LayeredIdentity;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.devices.DeviceAuthentication.Result;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Authenticates and identifies whoever asks for a certificate: the same for each operation, so that a client which sends
 * {@code simplereenroll} as soon as it holds any certificate is served, and one that always sends {@code simpleenroll} too.
 */
final class Applicants {
    private static final int SECRET_CHARS_MAX = 512;

    /** What was found. */
    sealed interface Finding {
        record Found(Applicant applicant) implements Finding {}

        /**
         * @param kind {@code UNPROVEN} when other credentials could help
         * @param claimed what the stranger called itself, may be empty
         */
        record Nobody(Refusing.Kind kind, String reason, String detail, String claimed) implements Finding, Refusing {}
    }

    private final Database database;
    private final DeviceAuthentication authentication;
    private final InstantSource clock;

    Applicants(Database database, DeviceAuthentication authentication, InstantSource clock) {
        this.database = database;
        this.authentication = authentication;
        this.clock = clock;
    }

    /** A certificate of ours counts first, then a maker's, then a token. */
    Finding who(Request request, OrgId org) {
        List<X509Certificate> chain = request.clientCertificates();
        Optional<DeviceId> own = authentication.named(chain, org);
        if (own.isPresent()) {
            return local(request, org, own.get(), chain.getFirst());
        }
        Optional<Finding> factory = chain.isEmpty() ? Optional.empty() : Optional.of(factory(org, chain));
        if (factory.filter(Finding.Found.class::isInstance).isPresent()) {
            return factory.get();
        }
        return secret(request)
                .map(secret -> bearer(org, secret))
                .or(() -> factory)
                .orElseGet(() -> new Finding.Nobody(
                        Refusing.Kind.UNPROVEN,
                        "certificate-missing",
                        "a factory certificate or a bootstrap token is needed",
                        ""));
    }

    private Finding local(Request request, OrgId org, DeviceId device, X509Certificate certificate) {
        Result result = authentication.authenticate(request, org, CertificateUse.RENEWAL);
        Instant end = certificate.getNotAfter().toInstant();
        return switch (result) {
            case Result.Known known ->
                new Finding.Found(new Applicant.Local(device, known.state(), certificate, false));
            case Result.Refused refused -> {
                boolean late = refused.reason().equals("certificate-expired")
                        && clock.instant().isBefore(end.plus(LocalIdentity.LATE_RENEWAL));
                // Whether the certificate was replaced by one that the device never heard of is for the desk to say.
                yield late || refused.reason().equals("certificate-superseded")
                        ? new Finding.Found(new Applicant.Local(device, state(org, device), certificate, late))
                        : new Finding.Nobody(refused.kind(), refused.reason(), refused.detail(), device.value());
            }
        };
    }

    private DeviceState state(OrgId org, DeviceId device) {
        return database.read(tx -> new SqlDeviceRegister(tx, org).device(device))
                .map(Device::state)
                .orElse(DeviceState.RETIRED);
    }

    private Finding factory(OrgId org, List<X509Certificate> chain) {
        if (chain.size() > CertificatePath.MAX_CERTIFICATES) {
            return new Finding.Nobody(
                    Refusing.Kind.UNPROVEN,
                    "idevid-untrusted",
                    "a chain has at most " + CertificatePath.MAX_CERTIFICATES,
                    "");
        }
        Identification who = Identification.of(new CertificatePath(chain), anchors(org), clock.instant());
        return found(org, who, identified -> named(chain, identified));
    }

    /** A DICE chain in CBOR; that its last key is alive is for the caller to see. */
    Finding layers(OrgId org, DiceIdentity shown) {
        Identification who = Identification.of(shown, anchors(org), clock.instant());
        return found(
                org,
                who,
                identified -> LayeredIdentity.named(
                                shown.makers().reversed(), identified.anchor().certificate())
                        .orElseThrow());
    }

    private List<Anchor> anchors(OrgId org) {
        return database.read(tx -> new SqlJoiningStore(tx, org).anchors());
    }

    /** @param naming which certificate names the device */
    private Finding found(OrgId org, Identification who, Function<Identification.Identified, X509Certificate> naming) {
        return switch (who) {
            case Identification.Stranger stranger ->
                new Finding.Nobody(Refusing.Kind.UNPROVEN, stranger.reason(), stranger.detail(), stranger.claimed());
            case Identification.Identified identified ->
                database.read(tx -> DeviceNames.of(
                                identified.identity().maker(),
                                identified.identity().serialNumber(),
                                new SqlDeviceRegister(tx, org)))
                        .<Finding>map(id -> new Finding.Found(
                                new Applicant.Factory(identified.named(id), naming.apply(identified))))
                        .orElseGet(() -> new Finding.Nobody(
                                Refusing.Kind.FORBIDDEN,
                                "idevid-subject",
                                "other makers' devices have this serial number, and with its maker it is too long: "
                                        + DeviceId.SHAPE_IN_WORDS,
                                identified.identity().serialNumber()));
        };
    }

    private static X509Certificate named(List<X509Certificate> chain, Identification.Identified who) {
        return LayeredIdentity.isLayered(chain)
                        || LayeredIdentity.isDevice(who.anchor().certificate())
                ? LayeredIdentity.named(chain, who.anchor().certificate()).orElseThrow()
                : chain.getFirst();
    }

    private Finding bearer(OrgId org, String secret) {
        String digest = HexFormat.of().formatHex(Sha256.of(secret.getBytes(StandardCharsets.UTF_8)));
        Optional<Token> token = database.read(tx -> new SqlJoiningStore(tx, org).token(digest));
        return token.<Finding>map(found -> new Finding.Found(new Applicant.Bearer(found)))
                .orElseGet(() -> new Finding.Nobody(
                        Refusing.Kind.UNPROVEN, "token-unknown", "there is no such bootstrap token", ""));
    }

    /** The secret of {@code Basic} (RFC 7617, the user name does not count) or {@code Bearer} (RFC 6750). */
    private static Optional<String> secret(Request request) {
        String header = request.header("authorization").orElse("");
        int space = header.indexOf(' ');
        if (space < 0 || header.length() > SECRET_CHARS_MAX) {
            return Optional.empty();
        }
        String value = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(java.util.Locale.ROOT)) {
            case "bearer" -> Optional.of(value);
            case "basic" -> password(value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
