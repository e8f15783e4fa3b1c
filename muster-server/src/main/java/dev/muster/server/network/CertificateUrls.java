package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.MudUrlLearned;
import dev.muster.core.network.NetworkWishes;
import dev.muster.format.network.mud.MudException;
import dev.muster.format.network.mud.MudUrlCarriers;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.topic.FactoryCertificates;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns where a device's description is from its factory certificate (RFC 8520 §11). */
final class CertificateUrls implements FactoryCertificates.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateUrls.class);

    private final Shell shell;
    private final InstantSource clock;

    CertificateUrls(Shell shell, InstantSource clock) {
        this.shell = shell;
        this.clock = clock;
    }

    @Override
    public void seen(OrgId org, DeviceId device, X509Certificate certificate) {
        Optional<String> url;
        String signer;
        try {
            url = MudUrlCarriers.url(certificate);
            signer = MudUrlCarriers.signer(certificate)
                    .map(name -> name.getName())
                    .orElse("");
        } catch (MudException e) {
            // The device joined; its extension is its maker's mistake and says nothing.
            LOG.warn("device {}: {}", device, e.getMessage());
            return;
        }
        if (url.isEmpty()) {
            return;
        }
        MudUrlLearned learned = new MudUrlLearned(url.get(), MudUrlLearned.Carrier.CERTIFICATE, signer, List.of());
        NetworkWishes.Answer answer = shell.run(
                org,
                tx -> new SqlNetworkStore(tx, org),
                store -> NetworkWishes.url(device, learned, store, "muster", clock.instant()));
        if (answer instanceof NetworkWishes.Answer.Refused refused) {
            LOG.info("device {}: {}: {}", device, refused.reason(), refused.detail());
        }
    }
}
