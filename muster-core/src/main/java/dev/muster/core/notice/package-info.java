/**
 * Who hears of what: subscriptions, silences, and who looks after a matter. What there is to hear of, each topic says by
 * itself ({@link dev.muster.core.ledger.NoticeRule}).
 *
 * <p>Specification: none for the rules. The forms are those of mail (RFC 5322), Standard Webhooks 1.0 (signature v1) and
 * syslog (RFC 5424 over TLS, RFC 5425, or TCP, RFC 6587) with CEF as content.
 *
 * <p>Not done: rosters of who is on duty, escalation to somebody else after a time.
 */
@NullMarked
package dev.muster.core.notice;

import org.jspecify.annotations.NullMarked;
