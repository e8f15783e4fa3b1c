/** Both databases for store contracts: {@link dev.muster.ledger.sql.testing.BothDatabases} on a test method. */
@NullMarked
package dev.muster.ledger.sql.testing;

import org.jspecify.annotations.NullMarked;
