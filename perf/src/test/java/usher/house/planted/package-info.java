/** Offences that no compiler sees, so that the rules against them are known to work. */
package usher.house.planted;
