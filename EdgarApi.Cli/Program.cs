using EdgarApi.Cli;

return await EdgarCommand.RunAsync(args, Terminal.Of(Console.Out, Console.Error)).ConfigureAwait(false);
