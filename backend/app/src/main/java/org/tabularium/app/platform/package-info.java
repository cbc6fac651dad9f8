/**
 * What every room of the application stands on: settings, the folder of all data and the PostgreSQL
 * server in it, the people who work here, problem documents, and the guard at the door.
 *
 * <p>Nothing of scans, tables or any other feature ever lives here, and no other room is known
 * here.
 */
@NullMarked
package org.tabularium.app.platform;

import org.jspecify.annotations.NullMarked;
