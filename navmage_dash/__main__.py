from navmage_dash.cli import main

main()
