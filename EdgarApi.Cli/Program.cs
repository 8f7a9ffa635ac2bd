using EdgarApi.Cli;

return await EdgarCommand.RunAsync(args, Terminal.Create(Console.Out, Console.Error)).ConfigureAwait(false);
