using System.CommandLine;
using EdgarApi.Cli;
using EdgarApi.Cli.Audit;

var root = new RootCommand("Financial statements from the SEC's company facts.") { AuditCommand.Create() };
var arguments = root.Parse(args);
var exitCode = await arguments.InvokeAsync().ConfigureAwait(false);
return arguments.Errors.Count > 0 ? ExitCodes.BadInput : exitCode;
