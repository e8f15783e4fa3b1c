package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * An operator believes who signed a maker's vouchers no longer, and the vouchers with it. Subject: as in
 * {@link VoucherSignerAdded}.
 *
 * @param reason for people, may be empty
 */
@EntryType("joining.voucher-signer-removed")
public record VoucherSignerRemoved(String reason) implements JoiningEvent {}
