package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.DdiStore;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

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

    /** A device that may ask. */
    record Client(OrgId org, DeviceId device) {}

    Client require(Request request, CertificateUse use) {
        OrgId org = org(request);
        String name = request.parameter("device");
        if (!DeviceId.isDeviceId(name)) {
            throw refused();
        }
        DeviceId device = new DeviceId(name);
        Optional<String> token = request.header("authorization");
        if (token.isPresent() && !request.clientCertificates().isEmpty()) {
            // Both: the certificate says more.
            token = Optional.empty();
        }
        if (token.isEmpty()) {
            if (!devices.require(request, org, use).device().equals(device)) {
                throw refused();
            }
            return new Client(org, device);
        }
        String given = token.get();
        boolean known = database.read(tx -> {
            DdiRegister store = new DdiRegister(tx, org);
            Optional<DdiStore.Attached> attached = store.attached(device);
            if (attached.isEmpty() || !use.allowedIn(store.state(device).orElse(DeviceState.RETIRED))) {
                return false;
            }
            if (given.startsWith(TARGET)) {
                return same(given.substring(TARGET.length()), attached.get().tokenSha256());
            }
            return given.startsWith(GATEWAY)
                    && store.gateway()
                            .map(gateway -> same(given.substring(GATEWAY.length()), gateway))
                            .orElse(false);
        });
        if (!known) {
            throw refused();
        }
        return new Client(org, device);
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
