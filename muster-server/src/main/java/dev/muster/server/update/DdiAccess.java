package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Who a device is at the doors of hawkBit's device API: by the certificate of its connection, or by
 * {@code Authorization: TargetToken} or {@code GatewayToken}. A wrong token and a device that is not there are answered alike.
 */
final class DdiAccess {
    private static final String TARGET = "TargetToken ";
    private static final String GATEWAY = "GatewayToken ";

    private final UpdateDevices devices;
    private final Database database;

    DdiAccess(UpdateDevices devices, Database database) {
        this.devices = devices;
        this.database = database;
    }

    /** A device that may ask, and how it stands. */
    record Client(OrgId org, DeviceId device, DdiRegister.Standing standing) {}

    Client require(Request request, CertificateUse use) {
        OrgId org = org(request);
        String name = request.parameter("device");
        if (!DeviceId.isDeviceId(name)) {
            throw refused();
        }
        DeviceId device = new DeviceId(name);
        // Where there are both, the certificate says more.
        String token = request.clientCertificates().isEmpty()
                ? request.header("authorization").orElse("")
                : "";
        if (token.isEmpty() && !devices.require(request, org, use).device().equals(device)) {
            throw refused();
        }
        DdiRegister.Standing standing =
                database.read(tx -> new DdiRegister(tx, org).standing(device)).orElseThrow(DdiAccess::refused);
        if (!token.isEmpty()) {
            if (!standing.attached() || !use.allowedIn(standing.state()) || !opens(token, standing)) {
                throw refused();
            }
            request.recognised(Actor.device(device.value()), org + "/" + device);
        }
        return new Client(org, device, standing);
    }

    private static boolean opens(String given, DdiRegister.Standing standing) {
        if (given.startsWith(TARGET)) {
            return same(given.substring(TARGET.length()), standing.token());
        }
        return given.startsWith(GATEWAY) && same(given.substring(GATEWAY.length()), standing.gateway());
    }

    private static boolean same(String token, String sha256) {
        return Artifact.isDigest(sha256)
                && MessageDigest.isEqual(
                        Sha256.of(token.getBytes(StandardCharsets.UTF_8)),
                        HexFormat.of().parseHex(sha256));
    }

    /** hawkBit's tenants are written in capitals by custom. */
    private static OrgId org(Request request) {
        try {
            return new OrgId(request.parameter("org").toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notASlug) {
            throw refused();
        }
    }

    private static Refused refused() {
        return Problem.of(401, "ddi-unauthorised", "No device asks here with these credentials.")
                .refuse();
    }
}
