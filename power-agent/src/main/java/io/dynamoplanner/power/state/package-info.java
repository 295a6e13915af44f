/**
 * Which boards we changed and what they were before, in a file that outlives the process. A board is written to only after
 * the file says so; a crash at any instant therefore leaves either an untouched board or one that its successor finds.
 */
package io.dynamoplanner.power.state;
