module example.com/migrator

go 1.26.0

require (
	github.com/jackc/pgx/v5 v5.7.6
)
