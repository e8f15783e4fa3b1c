package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Draft;
import dev.muster.format.join.x509.CertificateReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Vouchers in memory. */
final class KnownVouchers implements Vouchers {
    private final Map<String, Signer> signers = new HashMap<>();
    private final Map<String, Kept> vouchers = new HashMap<>();
    private final Map<String, Asked> asked = new HashMap<>();

    void fold(Draft draft, JoiningEvent event) {
        String id = draft.subject().id();
        switch (event) {
            case VoucherSignerAdded added ->
                signers.put(id, Signer.of(CertificateReader.parse(added.certificate()), added.maker()));
            case VoucherSignerRemoved _ -> signers.remove(id);
            case VoucherTaken taken -> {
                vouchers.put(
                        taken.maker() + "/" + taken.serial(),
                        new Kept(taken.maker(), taken.serial(), id, taken.signer(), taken.until(), taken.voucher()));
                asked.remove(taken.maker() + "/" + taken.serial());
            }
            case VoucherAsked asks ->
                asked.put(
                        asks.maker() + "/" + asks.serial(),
                        new Asked(
                                DeviceId.of(draft.subject()),
                                asks.maker(),
                                asks.serial(),
                                asks.nonce(),
                                asks.request(),
                                draft.effectiveAt()));
            default -> throw new IllegalArgumentException("nothing about vouchers: " + event);
        }
    }

    @Override
    public List<Signer> signers() {
        return List.copyOf(signers.values());
    }

    @Override
    public Optional<Kept> voucher(String maker, String serial) {
        return Optional.ofNullable(vouchers.get(maker + "/" + serial))
                .filter(kept -> signers.containsKey(kept.signer()));
    }

    @Override
    public long count() {
        return vouchers.size();
    }

    @Override
    public Optional<Asked> asked(String maker, String serial) {
        return Optional.ofNullable(asked.get(maker + "/" + serial));
    }

    @Override
    public long askedCount() {
        return asked.size();
    }
}
