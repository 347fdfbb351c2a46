-- The limits of this version (203), for whoever works here.

SELECT intake.limit_staff(s.login) FROM intake.staff AS s ORDER BY s.login \g /dev/null
