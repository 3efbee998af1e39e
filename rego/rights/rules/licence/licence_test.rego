package rights.rules.licence_test

import data.rights.rules.licence

_codes(use) := codes if {
	codes := {finding.code | some finding in licence.findings} with input as {"use": use}
}

test_licence[name] if {
	some name, tc in {
		"publish editorial": {"use": {"action": "publish", "purpose": "editorial"}, "want": {"licence.assumed"}},
		"publish news": {"use": {"action": "publish", "purpose": "news"}, "want": {"licence.assumed"}},
		"archive": {"use": {"action": "archive", "purpose": "editorial"}, "want": {"licence.assumed"}},
		"modify": {"use": {"action": "modify", "purpose": "news"}, "want": {"licence.assumed"}},
		"publish commercial": {"use": {"action": "publish", "purpose": "commercial"}, "want": {"licence.not_granted"}},
		"archive for training": {"use": {"action": "archive", "purpose": "training"}, "want": {"licence.not_granted"}},
		"train editorial": {"use": {"action": "train", "purpose": "editorial"}, "want": {"licence.not_granted"}},
		"train for training": {"use": {"action": "train", "purpose": "training"}, "want": {"licence.not_granted"}},
		"sell editorial rests on the flag": {"use": {"action": "sell", "purpose": "editorial"}, "want": set()},
		"sell news rests on the flag": {"use": {"action": "sell", "purpose": "news"}, "want": set()},
		"sell commercial": {"use": {"action": "sell", "purpose": "commercial"}, "want": {"licence.not_granted"}},
		"sell for training": {"use": {"action": "sell", "purpose": "training"}, "want": {"licence.not_granted"}},
		"unknown action": {"use": {"action": "?", "purpose": "editorial"}, "want": {"licence.not_granted"}},
		"unknown purpose": {"use": {"action": "publish", "purpose": "?"}, "want": {"licence.not_granted"}},
		"unknown purpose of a sale": {"use": {"action": "sell", "purpose": "?"}, "want": {"licence.not_granted"}},
		"nothing known": {"use": {}, "want": {"licence.not_granted"}},
	}
	_codes(tc.use) == tc.want
}
