/** Export of entries against a real Kafka broker in KRaft mode, started as a process of its own. */
package dev.muster.checks.kafka;
